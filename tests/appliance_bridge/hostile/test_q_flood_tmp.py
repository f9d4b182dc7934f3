import asyncio, json, time, threading, os, gc
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.dialects.shelly.convention import Shelly
from appliance_bridge.catalogue import load_catalogue
from tests.appliance_bridge.conftest import *
def rss(): return int(open("/proc/self/statm").read().split()[1])*4//1024
async def test_flood(bridge_of, mosquitto):
    c=load_catalogue()
    bridge=await bridge_of(dialects=[HomeAssistant(c),EntityDialect(Zigbee2Mqtt(),c),EntityDialect(Homie(),c),EntityDialect(Shelly(),c)])
    lamp=Client(CallbackAPIVersion.VERSION2); lamp.connect(mosquitto.host,mosquitto.port)
    lamp.on_message=lambda cl,d,m: cl.publish("good/state",m.payload,1)
    lamp.subscribe("good/set",1); lamp.loop_start()
    lamp.publish("homeassistant/light/good/config",json.dumps({"uniq_id":"good","cmd_t":"good/set","stat_t":"good/state","dev":{"ids":"good","name":"Good lamp"}}),1,True).wait_for_publish(5)
    for _ in range(100):
        if bridge.appliance("good"): break
        await asyncio.sleep(0.05)
    async def ask(n):
        a=time.monotonic()
        r=await bridge.execute(f"m{n}-{time.time()}",[Command(f"c{n}-{time.time()}","good","power","turn_on" if n%2 else "turn_off",deadline=time.time()+30)])
        return time.monotonic()-a, r[0].result
    print("quiet", [await ask(n) for n in range(3)], rss())
    stop=threading.Event(); made=[]
    def flood():
        e=Client(CallbackAPIVersion.VERSION2); e.max_queued_messages_set(0); e.connect(mosquitto.host,mosquitto.port); e.loop_start()
        n=0
        while not stop.is_set():
            n+=1
            for t,p in ((f"homeassistant/light/e{n%20000}/config",json.dumps({"uniq_id":f"e{n%20000}","cmd_t":"good/set","stat_t":"s","dev":{"ids":f"e{n%300}","name":f"Evil {n}"}})),
                (f"s",f"ON{n}"),(f"sh{n}/online","true"),(f"homie/5/d{n%300}/$description",json.dumps({"homie":"5.0","version":n,"name":"x","nodes":{f"n{j}":{"properties":{"p":{"datatype":"boolean","settable":True}}} for j in range(20)}})),(f"homie/5/d{n%300}/$state","ready")):
                e.publish(t,p,0)
            if n%50==0: time.sleep(0.02)
            if n > 8000: break
        made.append(n); time.sleep(1); e.disconnect(); e.loop_stop()
    t=threading.Thread(target=flood); t.start()
    begun=time.monotonic(); out=[]; n=10
    while time.monotonic()-begun<40:
        out.append(await ask(n)); n+=1
        await asyncio.sleep(0.5)
    stop.set(); await asyncio.to_thread(t.join)
    lat=sorted(x for x,_ in out)
    print("flood", made, len(out), "median",lat[len(lat)//2],"max",lat[-1], {r:sum(1 for _,x in out if x==r) for r in {x for _,x in out}}, "rss",rss(), "appliances", len(bridge.appliances()), "problems", len(bridge.problems()))
    lamp.publish("homeassistant/light/good/config",b"",1,True).wait_for_publish(5); lamp.disconnect(); lamp.loop_stop()
